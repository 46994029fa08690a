# Bytes of `path` as C initialisers with a closing NUL, so that texts can be used as strings. Byte arrays have no size limit; string literals do.
function(bytes_of path out)
	file(READ ${path} hex HEX)
	string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
	string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," hex "${hex}")
	set(${out} "${hex}0x00" PARENT_SCOPE)
endfunction()

function(read_listing listing out)
	file(STRINGS ${listing} files)
	list(SORT files)
	set(${out} ${files} PARENT_SCOPE)
endfunction()
