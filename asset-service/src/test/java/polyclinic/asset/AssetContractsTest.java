package polyclinic.asset;

import polyclinic.asset.events.AssetEvent;
import polyclinic.commons.testing.EventContracts;

class AssetContractsTest extends EventContracts {
    @Override
    protected Class<?> events() {
        return AssetEvent.class;
    }
}
