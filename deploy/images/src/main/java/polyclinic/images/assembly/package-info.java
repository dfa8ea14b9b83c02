/** Assembles images on a base, into archives and registries. */
@NullMarked
package polyclinic.images.assembly;

import org.jspecify.annotations.NullMarked;
