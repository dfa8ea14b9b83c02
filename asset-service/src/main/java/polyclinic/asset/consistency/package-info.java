/** Bringing documents, blobs and spooled files back together after crashes. */
@NullMarked
package polyclinic.asset.consistency;

import org.jspecify.annotations.NullMarked;
