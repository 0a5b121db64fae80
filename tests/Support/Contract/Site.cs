using CloudBridge.Contract;

namespace Tests.Support;

/// <summary>A site for tests: names, a site key that never changes, and fresh signing keys.</summary>
public sealed class Site : IDisposable
{
    public static SiteId Id { get; } = SiteId.Parse("verger");

    public static TerminalId Bar { get; } = TerminalId.Parse("bar-1");

    /// <summary>Bytes 0 to 31.</summary>
    public const string KeyText = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

    /// <summary>Those of <see cref="KeyText"/>.</summary>
    public static SiteKey Key { get; } =
        SiteKey.TryParse(KeyText, out var key)
            ? key!
            : throw new InvalidOperationException("The site key of the tests is not one.");

    public Es256Signer Ledger { get; init; } = Es256Signer.Create();

    public Es256Signer Terminal { get; init; } = Es256Signer.Create();

    public IKeyRing LedgerKeys => new KeyRing(Ledger.PublicKey);

    public IKeyRing TerminalKeys => new KeyRing(Terminal.PublicKey);

    /// <summary>The token of a UID.</summary>
    public static CardToken Card(string uid) =>
        CardUid.TryParse(uid, out var card)
            ? Key.Token(card)
            : throw new ArgumentException($"'{uid}': expected {CardUid.Expected}.");

    /// <summary>What the terminal is enrolled with.</summary>
    /// <param name="terminalKey">Null: <see cref="Terminal"/>'s.</param>
    /// <param name="limits">Null: the default.</param>
    public Enrolment Enrolment(KeyId? terminalKey = null, TerminalLimits? limits = null) => new(
        CloudBridge.Contract.Enrolment.CurrentVersion,
        Id,
        Bar,
        terminalKey ?? Terminal.KeyId,
        Ledger.PublicKey.ToJsonWebKey(),
        KeyText,
        Epoch: 1,
        limits ?? TerminalLimits.Default);

    public void Dispose()
    {
        Ledger.Dispose();
        Terminal.Dispose();
    }
}
