/** Reads images from archives: digests, configuration, layers, the packages of the base. */
@NullMarked
package polyclinic.images.archive;

import org.jspecify.annotations.NullMarked;
