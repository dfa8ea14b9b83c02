/** Imports of tables that a clinic brings along: the formulary, and what the checks know of substances. */
@NullMarked
package polyclinic.prescription.imports;

import org.jspecify.annotations.NullMarked;
