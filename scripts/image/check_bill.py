#!/usr/bin/env python3
"""check_bill.py BILL RECORDS: whether a bill of materials is sound SPDX 2.3, and names every package of the image.

BILL is the JSON, RECORDS the folder of package records (/var/lib/dpkg/status.d) of the same image.
"""
import json
import pathlib
import re
import sys

IDENTIFIER = re.compile(r'^SPDXRef-[A-Za-z0-9.-]+$')
DATE = re.compile(r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$')
CREATOR = re.compile(r'^(Tool|Organization|Person): \S')
# Fields that a document and a package must have, with what they look like.
DOCUMENT = {'spdxVersion': 'SPDX-2.3', 'dataLicense': 'CC0-1.0', 'SPDXID': 'SPDXRef-DOCUMENT', 'name': r'.+',
            'documentNamespace': r'[a-z][a-z0-9+.-]*:[^#]+'}
PACKAGE = {'name': r'.+', 'SPDXID': IDENTIFIER.pattern, 'downloadLocation': r'.+', 'versionInfo': r'.+',
           'licenseConcluded': r'.+', 'licenseDeclared': r'.+', 'copyrightText': r'.+'}


def faults(bill, recorded):
    for field, pattern in DOCUMENT.items():
        if not re.fullmatch(pattern, bill.get(field, '')):
            yield f'{field}: {bill.get(field)!r}'
    creation = bill.get('creationInfo', {})
    if not DATE.match(creation.get('created', '')):
        yield f'creationInfo.created: {creation.get("created")!r}'
    if not creation.get('creators') or not all(map(CREATOR.match, creation['creators'])):
        yield f'creationInfo.creators: {creation.get("creators")!r}'
    identifiers = {'SPDXRef-DOCUMENT'}
    for package in bill.get('packages', []):
        for field, pattern in PACKAGE.items():
            if not re.fullmatch(pattern, package.get(field, '')):
                yield f'{package.get("name")}.{field}: {package.get(field)!r}'
        if package.get('SPDXID') in identifiers:
            yield f'{package["SPDXID"]} is there twice'
        if package.get('filesAnalyzed') is not False:
            yield f'{package.get("name")}: says that its files were analyzed'
        identifiers.add(package.get('SPDXID'))
    relationships = bill.get('relationships', [])
    for relationship in relationships:
        for end in ('spdxElementId', 'relatedSpdxElement'):
            if relationship.get(end) not in identifiers:
                yield f'a relationship leads nowhere: {relationship}'
    if not any(relationship.get('relationshipType') == 'DESCRIBES' for relationship in relationships):
        yield 'it describes nothing'
    versions = {package.get('name'): package.get('versionInfo') for package in bill.get('packages', [])}
    if not recorded:
        yield 'the image has no records of packages'
    for name, version in recorded.items():
        if versions.get(name) != version:
            yield f'{name} {version} is in the image, but not in the bill'


def main():
    bill = json.loads(pathlib.Path(sys.argv[1]).read_text())
    recorded = {file.name: re.search(r'^Version: (.*)$', file.read_text(), re.M).group(1)
                for file in pathlib.Path(sys.argv[2]).iterdir()}
    found = list(faults(bill, recorded))
    print(*found, sep='\n', file=sys.stderr)
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
