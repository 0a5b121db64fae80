using CloudBridge.Contract;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Counts what is signed while somebody is at the books.</summary>
internal sealed class WatchedSigner(ISigner inner, WatchedStore store) : ISigner
{
    public KeyId KeyId => inner.KeyId;

    public void Sign(ReadOnlySpan<byte> signingInput, Span<byte> signature)
    {
        if (store.IsWithin)
            store.SignedWithin++;
        inner.Sign(signingInput, signature);
    }
}
