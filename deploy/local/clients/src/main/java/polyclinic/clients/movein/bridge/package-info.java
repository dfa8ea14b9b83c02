/** Keeps a clinic's files and the suite the same while both are worked with: changes come in, changes go out, each once. */
@NullMarked
package polyclinic.clients.movein.bridge;

import org.jspecify.annotations.NullMarked;
