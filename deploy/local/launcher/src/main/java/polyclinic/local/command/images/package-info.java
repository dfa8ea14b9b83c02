/** The command that makes and verifies container images. */
@NullMarked
package polyclinic.local.command.images;

import org.jspecify.annotations.NullMarked;
