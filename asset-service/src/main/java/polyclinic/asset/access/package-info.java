/** Who may read, store and delete which kind of asset of which patient. */
@NullMarked
package polyclinic.asset.access;

import org.jspecify.annotations.NullMarked;
