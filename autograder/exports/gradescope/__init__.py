"""An autograder for Gradescope: the zip that an instructor uploads (packing), and what runs in the container (container, results).

After Gradescope's autograder documentation (Autograder Specifications, Technical Details, Troubleshooting; read in 2026).
"""
