#!/bin/sh
# archive-wal.sh PATH NAME FOLDER MOST
#
# PostgreSQL's archive_command: PATH becomes FOLDER/NAME, whole and on disk, or the command fails and is tried again. What is
# there is never written over; the same again is success, as PostgreSQL asks for. Beyond MOST segments the oldest are deleted.
set -eu
path=$1 name=$2 folder=$3 most=$4

synced() {
    sync "$1" 2>/dev/null || sync
}

if [ -e "$folder/$name" ]; then
    cmp -s "$path" "$folder/$name" && exit 0
    echo "archive-wal: another $name is in $folder" >&2
    exit 1
fi
cp "$path" "$folder/.$name.part"
synced "$folder/.$name.part"
mv "$folder/.$name.part" "$folder/$name"
synced "$folder"

# Only segments have names of 24 letters; the shell sorts them, the oldest first.
set -- "$folder"/????????????????????????
while [ $# -gt "$most" ]; do
    rm -f "$1"
    shift
done
