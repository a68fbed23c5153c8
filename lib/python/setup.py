# setup - builds the library with make and puts it into the package
# SPDX-License-Identifier: MIT
import os
import shutil
import subprocess

from setuptools import Distribution, setup
from setuptools.command.build_py import build_py

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


class Build(build_py):
    def run(self):
        super().run()
        library = os.environ.get("HNPS_LIBRARY")         # one that is built already
        if not library:
            subprocess.run(["make", "-s", "-C", ROOT, "library"], check=True)
            library = os.path.join(ROOT, "build", "libhnps.so.0")
        shutil.copy(library, os.path.join(self.build_lib, "hnps", "libhnps.so.0"))


class Binary(Distribution):
    """A wheel of this machine's kind, and of any Python's."""

    def has_ext_modules(self):
        return True


try:
    from wheel.bdist_wheel import bdist_wheel
except ImportError:
    from setuptools.command.bdist_wheel import bdist_wheel


class Wheel(bdist_wheel):
    def get_tag(self):
        return "py3", "none", super().get_tag()[2]


setup(packages=["hnps"], package_data={"hnps": ["py.typed"]}, cmdclass={"build_py": Build, "bdist_wheel": Wheel}, distclass=Binary)
