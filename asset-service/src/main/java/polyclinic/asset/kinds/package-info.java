/** What a file must be like to become an asset of a kind: type, size and name. */
@NullMarked
package polyclinic.asset.kinds;

import org.jspecify.annotations.NullMarked;
