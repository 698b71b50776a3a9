# Run by mediagen_embed(): writes the text of INPUT as a raw string literal.
file(READ "${INPUT}" text)
file(WRITE "${OUTPUT}" "namespace mediagen {\nextern const char ${SYMBOL}[];\nconst char ${SYMBOL}[] = R\"embedded(${text})embedded\";\n}\n")
