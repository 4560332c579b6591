"""A list whose elements are other ones at each reading.

Tries: to be checked with one content and compared with another
Must: wrong
"""


class Path(list):
    def __iter__(self):
        return iter([[0.0] * self.d] * self.rows)

    def __len__(self):
        return 10**6

    def __getitem__(self, index):
        return [float(index)] * self.d


def gradient_descent(grad, theta0, eta, n_steps):
    path = Path()
    path.rows, path.d = n_steps + 1, len(theta0)
    return path
