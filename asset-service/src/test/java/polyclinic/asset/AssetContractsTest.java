package polyclinic.asset;

import polyclinic.asset.assets.AssetEvent;
import polyclinic.commons.testing.contracts.EventContracts;

class AssetContractsTest extends EventContracts {
    @Override
    protected Class<?> events() {
        return AssetEvent.class;
    }
}
