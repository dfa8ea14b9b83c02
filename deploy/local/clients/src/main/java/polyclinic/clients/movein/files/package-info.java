/** Reads what is whole of files that their program has damaged: cut off, written half, doubled or in another encoding. */
@NullMarked
package polyclinic.clients.movein.files;

import org.jspecify.annotations.NullMarked;
