/** The program that {@code ./polyclinic images} starts. */
@NullMarked
package polyclinic.images.command;

import org.jspecify.annotations.NullMarked;
