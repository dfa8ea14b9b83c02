package polyclinic.gateway.openrequests;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many requests may be open at the same time at this gateway. */
@ConfigMapping(prefix = "polyclinic.gateway.open-requests")
interface OpenRequestConfig {

    /** Of one caller, by the token's subject. */
    @WithDefault("16")
    int perCaller();

    /** Of one client address, without a token or with one that is not verified yet. */
    @WithDefault("64")
    int perAddress();
}
