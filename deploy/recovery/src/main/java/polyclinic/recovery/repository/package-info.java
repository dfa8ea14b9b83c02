/** Where backups lie: a folder or a bucket, all of it encrypted with what a passphrase opens. */
@NullMarked
package polyclinic.recovery.repository;

import org.jspecify.annotations.NullMarked;
