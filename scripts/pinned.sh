# To be sourced: packages of other languages, at the versions and with the hashes that a file of the tree names.

# install_venv FOLDER REQUIREMENTS: a virtual environment of Python with just those packages.
install_venv() {
  local venv=$1 wanted=$2
  cmp -s "$wanted" "$venv/requirements.installed" && return
  # Debian's own Python: another that lies before it in PATH is not what the packages were tried with.
  /usr/bin/python3 -m venv --clear "$venv" &&
    "$venv/bin/pip" install -q --require-hashes -r "$wanted" &&
    cp "$wanted" "$venv/requirements.installed"
}

# install_npm FOLDER LOCKED: FOLDER/node_modules as LOCKED/package-lock.json says. No package's own script is run.
install_npm() {
  local folder=$1 wanted=$2/package-lock.json
  cmp -s "$wanted" "$folder/package-lock.installed" && return
  mkdir -p "$folder" && rm -f "$folder/package-lock.installed" && cp "$2/package.json" "$wanted" "$folder/" &&
    npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --loglevel=error &&
    cp "$wanted" "$folder/package-lock.installed"
}

# node_will_do OLDEST: whether there is a Node that the packages want, and npm.
node_will_do() {
  command -v node >/dev/null && command -v npm >/dev/null &&
    node -e "process.exit(parseInt(process.versions.node) >= $1 ? 0 : 1)"
}
