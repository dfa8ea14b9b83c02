/** Uploads of large files: announced with size and hash, sent to a place of their own, and stored once they are what was announced. */
@NullMarked
package polyclinic.asset.announcement;

import org.jspecify.annotations.NullMarked;
