"""Every widget as a cell of a notebook: name -> code. A new widget gets one line here and is then tested like the others.

The tests drag its first handle or slider and press arrow keys on it; what is moved by pressing buttons stands in `PRESS`.
"""

SETUP = "from course.objectives import OBJECTIVES\nfrom course.quiz import *\nfrom course.widgets import *"
OWN = """
def bumpy(theta):
    return theta[0] ** 2 + 3 * theta[1] ** 2 + 0.3 * theta[0] * theta[1]

def adam_step(theta, m, v, grad, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * grad
    v = beta2 * v + (1 - beta2) * grad ** 2
    return theta - eta * (m / (1 - beta1 ** t)) / ((v / (1 - beta2 ** t)) ** 0.5 + eps), m, v
"""
MEMORY = """
def memory(figure, beta, shown):
    figure.subplots().bar(range(shown), [(1 - beta) * beta**k for k in range(shown)])
    return f"The latest gradient has weight {1 - beta:.2f}."

"""
WIDGETS = {
    "explorer": 'Explorer(OBJECTIVES["ravine"], ("gradient_descent", "heavy_ball", "nesterov", "rmsprop", "adam"), etas=(1e-3, 0.2), eta=0.04)',
    "own": OWN + 'Explorer(bumpy, ("gradient_descent", adam_step), box=((-2, 2), (-2, 2)))',
    "race": "presets.race()",
    "ravine": "presets.ravine()",
    "basins": "presets.basins()",
    "rotation": "presets.rotation()",
    "plane": "presets.alpha_beta()",
    "valley": 'Valley("double_well", ("gradient_descent", "heavy_ball"))',
    "dial": "presets.dial()",
    "zoom": "presets.zoom()",
    "flat": "presets.flat_places()",
    "noise": "presets.noise_escape()",
    "adam": "presets.breaking_adam()",
    "chord": "presets.chord()",
    "gallery": "presets.gallery()",
    "hunt": "presets.hunt()",
    "cloud": "GradientCloud()",
    "schedules": "ScheduleLab()",
    "anatomy": "StepAnatomy()",
    "court": 'MythCourt.bigger_is_faster(key="")',
    "pictures": MEMORY + "Dial(memory, beta=[k / 20 for k in range(20)], shown=[10, 30])",
    "fog": "FogHike()",
    "rolling": "presets.rolling()",
    "compass": "presets.compass()",
}
CARDS = [
    'predict("t.where", "Where are you after 100 steps?", ["at 0", "at 1 or -1", "at 10⁴"])',
    'outcome("t.where", "at 1 or -1", "You jump across the valley for ever.")',
    'quiz("t.limit", "Four times as curved: the largest stable eta is now ...", {"larger": "Steep walls want short steps.", "a quarter": "2 / L."}, answer="a quarter")',
    'ballot(vote("t.1", "Gradient descent arrives.", verdict="true if ...", because="eta is below 2 / L."), vote("t.2", "Larger is faster."))',
]
PRESS = {"hunt"}  # moved by pressing buttons: the last of .controls
