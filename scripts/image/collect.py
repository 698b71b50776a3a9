#!/usr/bin/env python3
"""Makes a folder the whole file system of an image: programs, what they load, and what tells of both.

The programs go to /usr/bin, stripped. The shared libraries and the data lie where Debian has them. For each package that
a file comes from there is its record in /var/lib/dpkg/status.d, where scanners look, its licence in /usr/share/doc, and
an entry in the bill of materials, /usr/share/sbom/NAME.spdx.json.
"""
import argparse
import functools
import os
import pathlib
import re
import shutil
import subprocess

import sbom

USER = 65532


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def libraries(program):
    """Paths of the shared libraries that a program loads, the loader among them."""
    listed = run('ldd', program)
    if 'not found' in listed:
        raise SystemExit(f'{program} misses a library:\n{listed}')
    return sorted(set(re.findall(r'(?:=> |^\t)(/\S+) \(0x', listed, re.M)))


@functools.cache
def owners():
    """Which package each file belongs to."""
    found = {}
    for names in pathlib.Path('/var/lib/dpkg/info').glob('*.list'):
        package = names.stem.split(':')[0]
        for name in names.read_text(encoding='utf-8').splitlines():
            found[name] = package
    return found


def owner(path):
    """The package that a file belongs to. Packages know some libraries by their path before /lib became a link."""
    real = os.path.realpath(path)
    for name in (real, real.removeprefix('/usr')):
        if name in owners():
            return owners()[name]
    raise SystemExit(f'{path} belongs to no package')


class Image:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.packages = set()
        for folder in ('usr/bin', 'usr/lib', 'usr/lib64', 'etc/mediagen'):
            (self.root / folder).mkdir(parents=True)
        for link in ('bin', 'lib', 'lib64'):
            (self.root / link).symlink_to(f'usr/{link}')
        (self.root / 'tmp').mkdir()
        (self.root / 'tmp').chmod(0o1777)
        (self.root / 'etc/passwd').write_text(f'mediagen:x:{USER}:{USER}:mediagen:/:/nonexistent\n')
        (self.root / 'etc/group').write_text(f'mediagen:x:{USER}:\n')
        (self.root / 'etc/nsswitch.conf').write_text('passwd: files\ngroup: files\nhosts: files dns\n')

    def path(self, name):
        return self.root / name.lstrip('/')

    def add_program(self, program):
        target = self.root / 'usr/bin' / os.path.basename(program)
        run('strip', '-o', str(target), program)
        for library in libraries(program):
            self.packages.add(owner(library))
            self.path(library).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(library, self.path(library))

    def add_data(self, package, source):
        self.packages.add(package)
        self.path(source).parent.mkdir(parents=True, exist_ok=True)
        if os.path.isdir(source):
            shutil.copytree(source, self.path(source), symlinks=True)
        else:
            shutil.copy(source, self.path(source))

    def add_records(self):
        """What is kept of each package beside its files."""
        records = self.root / 'var/lib/dpkg/status.d'
        records.mkdir(parents=True)
        for package in sorted(self.packages):
            (records / package).write_text(run('dpkg-query', '-s', package))
            licence = f'/usr/share/doc/{package}/copyright'
            self.path(licence).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(licence, self.path(licence))
        # The licences that those texts refer to.
        self.add_data('base-files', '/usr/share/common-licenses')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('root', help='a folder that is not there yet')
    parser.add_argument('--name', required=True)
    parser.add_argument('--version', required=True)
    parser.add_argument('--license', required=True, help='SPDX expression for the programs as built')
    parser.add_argument('--programs', nargs='+', required=True)
    parser.add_argument('--data', nargs='*', default=[], metavar='PACKAGE:PATH', help='files, or folders')
    parser.add_argument('--headers', nargs='*', default=[], metavar='PACKAGE', help='compiled into the programs')
    arguments = parser.parse_args()

    image = Image(arguments.root)
    for program in arguments.programs:
        image.add_program(program)
    for data in arguments.data:
        image.add_data(*data.split(':', 1))
    image.add_records()
    licence = image.path(f'/usr/share/doc/{arguments.name}/LICENSE')
    licence.parent.mkdir(parents=True)
    shutil.copy('LICENSE', licence)
    bill = image.path(f'/usr/share/sbom/{arguments.name}.spdx.json')
    bill.parent.mkdir(parents=True)
    bill.write_text(sbom.document(arguments.name, arguments.version, arguments.license,
                                  loaded=sorted(image.packages), compiled_in=arguments.headers))


if __name__ == '__main__':
    main()
