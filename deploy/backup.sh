#!/bin/sh
# Make an encrypted backup named by its day, then delete those older than 30 days.
# backup.sh FOLDER PASSPHRASE-FILE
set -eu
folder=$1
passphrase=$2
umask 077
mkdir -p "$folder"
"$(dirname "$0")/naikkelas.sh" backup "$folder/naikkelas-$(date +%F).nkbackup" --passphrase-file "$passphrase"
# reached only where the new one was written
find "$folder" -name 'naikkelas-*.nkbackup' -mtime +30 -delete
