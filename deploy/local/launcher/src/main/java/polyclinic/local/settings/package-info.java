/** What the user chooses by environment variables, and the files in the stack's data folder that several commands share. */
@NullMarked
package polyclinic.local.settings;

import org.jspecify.annotations.NullMarked;
