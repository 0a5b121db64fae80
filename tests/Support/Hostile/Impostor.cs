using CloudBridge.Contract;

namespace Tests.Support;

/// <summary>Signs with a key of his own, and says that it is another's.</summary>
/// <param name="named">Whose name he gives.</param>
/// <param name="own">What he really has.</param>
internal sealed class Impostor(KeyId named, ISigner own) : ISigner
{
    public KeyId KeyId => named;

    public void Sign(ReadOnlySpan<byte> signingInput, Span<byte> signature) => own.Sign(signingInput, signature);
}
