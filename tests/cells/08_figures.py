# Figures come at the end of a cell, as pictures.

# %% plot
import matplotlib.pyplot as plt

plt.plot([1, 4, 9])

# %% silent plot
plt.plot([1, 4, 9]);

# %% show
plt.plot([1, 2])
plt.show()

# %% two figures
plt.figure()
plt.plot([1])
plt.figure()
plt.plot([2])
plt.show()
print("after")

# %% figure as a value
fig, ax = plt.subplots()
ax.plot([3, 1, 2])
fig

# %% figure shown later is a value
fig

# %% closed figure is not shown
fig, ax = plt.subplots()
plt.close(fig)

# %% text around a figure
print("before")
plt.plot([1])
print("after")

# %% a figure and an error
plt.plot([1])
raise ValueError("after plotting")

# %% display of a figure
fig, ax = plt.subplots()
display(fig)
plt.close(fig)

# %% the current figure is new
len(plt.get_fignums())

# %% backend
import matplotlib

matplotlib.get_backend().rsplit(".", 1)[-1]

# %% interactive off
with plt.ioff():
    hidden = plt.figure()
plt.close(hidden)
"hidden"

# %% savefig to memory
import io

buffer = io.BytesIO()
plt.figure()
plt.savefig(buffer)
plt.close()
buffer.getvalue()[:4]

# %% size of a figure
plt.figure(figsize=(3, 2)).get_size_inches().tolist()

# %% figure without axes
plt.figure()

# %% animation frames cleared
from IPython.display import clear_output

for i in range(2):
    clear_output(wait=True)
    plt.plot([i])
    plt.show()
