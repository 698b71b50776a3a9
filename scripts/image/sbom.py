"""Bills of materials: SPDX 2.3 as JSON, from what dpkg knows."""
import datetime
import functools
import hashlib
import json
import os
import re
import subprocess

SUPPLIER = re.compile(r'^(?P<name>[^<]*?)\s*<(?P<mail>[^>]*)>')


def identifier(name):
    return 'SPDXRef-' + re.sub(r'[^A-Za-z0-9.-]', '-', name)


def distribution():
    with open('/etc/os-release', encoding='utf-8') as file:
        facts = dict(line.rstrip('\n').split('=', 1) for line in file if '=' in line)
    return '-'.join(facts[key].strip('"') for key in ('ID', 'VERSION_ID'))


@functools.cache
def installed():
    """Version, architecture, source and maintainer of each installed package."""
    shown = subprocess.run(
        ['dpkg-query', '-W', '-f', '${Package}\t${Version}\t${Architecture}\t${source:Package}\t${Maintainer}\n'],
        check=True, capture_output=True, text=True).stdout
    return {line.split('\t')[0]: line.split('\t')[1:] for line in shown.splitlines()}


def debian_package(name):
    version, architecture, source, maintainer = installed()[name]
    person = SUPPLIER.match(maintainer)
    return {
        'name': name,
        'SPDXID': identifier(f'Package-{name}'),
        'versionInfo': version,
        'supplier': f'Organization: {person["name"]} ({person["mail"]})' if person else 'NOASSERTION',
        'downloadLocation': 'NOASSERTION',
        'filesAnalyzed': False,
        'sourceInfo': f'built from the Debian source package {source}',
        'licenseConcluded': 'NOASSERTION',
        'licenseDeclared': 'NOASSERTION',
        'copyrightText': 'NOASSERTION',
        'externalRefs': [{
            'referenceCategory': 'PACKAGE-MANAGER',
            'referenceType': 'purl',
            'referenceLocator': f'pkg:deb/debian/{name.replace("+", "%2B")}@{version.replace("+", "%2B").replace(":", "%3A")}'
                                f'?arch={architecture}&distro={distribution()}',
        }],
    }


def own_package(name, version, licence):
    return {
        'name': name,
        'SPDXID': identifier(f'Package-{name}'),
        'versionInfo': version,
        'supplier': 'NOASSERTION',
        'downloadLocation': 'NOASSERTION',
        'filesAnalyzed': False,
        'primaryPackagePurpose': 'APPLICATION',
        'licenseConcluded': licence,
        'licenseDeclared': licence,
        'copyrightText': 'NOASSERTION',
    }


def document(name, version, licence, loaded, compiled_in):
    """The text of the bill for one image: our programs, the packages whose files lie beside them, and those whose
    headers were compiled into them."""
    own = own_package(name, version, licence)
    packages = [debian_package(package) for package in sorted({*loaded, *compiled_in})]
    relationships = [('SPDXRef-DOCUMENT', 'DESCRIBES', own['SPDXID'])]
    relationships += [(own['SPDXID'], 'DEPENDS_ON', identifier(f'Package-{package}')) for package in loaded]
    relationships += [(own['SPDXID'], 'STATIC_LINK', identifier(f'Package-{package}')) for package in compiled_in]
    content = {
        'packages': [own, *packages],
        'relationships': [{'spdxElementId': one, 'relationshipType': kind, 'relatedSpdxElement': other}
                          for one, kind, other in relationships],
    }
    # The same content has the same name, and no other has it.
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    made = datetime.datetime.fromtimestamp(int(os.environ.get('SOURCE_DATE_EPOCH', '0')), datetime.timezone.utc)
    return json.dumps({
        'spdxVersion': 'SPDX-2.3',
        'dataLicense': 'CC0-1.0',
        'SPDXID': 'SPDXRef-DOCUMENT',
        'name': f'{name}-{version}',
        'documentNamespace': f'urn:sha256:{digest}',
        'creationInfo': {'created': made.strftime('%Y-%m-%dT%H:%M:%SZ'), 'creators': [f'Tool: {name}-image']},
        **content,
    }, indent=1) + '\n'
