namespace CloudBridge.Contract;

/// <summary>
/// Which key of the ledger a terminal believes, and which statements can change that. Never one that is as old as what
/// is known: it might bring a key back that was taken out of use because somebody stole it.
/// </summary>
/// <param name="Site">Whose ledger.</param>
/// <param name="Key">The ledger's key.</param>
/// <param name="Number">Of the statement that named it; 0: the first one.</param>
/// <param name="RootNumber">Of the last statement of the root that is known: only a higher one of it counts.</param>
/// <param name="Root">The site's offline root; null: there is none.</param>
public sealed record PinnedLedgerKey(SiteId Site, JsonWebKey Key, long Number, long RootNumber, JsonWebKey? Root)
{
    /// <summary>As an enrolment names it.</summary>
    public static PinnedLedgerKey Of(Enrolment enrolment) => new(
        enrolment.Site,
        enrolment.LedgerKey,
        enrolment.LedgerKeyNumber,
        enrolment.LedgerKeyNumber,
        enrolment.RootKey);

    /// <summary>As the enrolment named it of which this is left.</summary>
    public static PinnedLedgerKey Of(FormerEnrolment former) => new(
        former.Site,
        former.LedgerKey,
        former.LedgerKeyNumber,
        former.LedgerKeyNumber,
        former.RootKey);

    /// <summary>The name of <see cref="Key"/>.</summary>
    public KeyId KeyId => NameOf(Key);

    /// <summary>Takes a statement.</summary>
    /// <param name="compact">As received.</param>
    /// <returns>What is believed from now on, this where the statement is an old one; or why it is not
    /// believed.</returns>
    public Reading<PinnedLedgerKey> Take(ReadOnlyMemory<byte> compact)
    {
        if (!Jws.OpenUnverified(JwsType.LedgerKey, compact).Succeeded(out var signed, out var error) ||
            !LedgerKeyStatement.ReadUnverified(signed, Site).Succeeded(out var said, out error))
            return error;
        // The root's word goes before whatever somebody who has stolen a ledger's key has said meanwhile.
        if (Root is { } root && signed.Key == NameOf(root))
            return WhyForged(signed, root) is { } forged ? forged
                : said.Number <= RootNumber ? this
                : this with { Key = said.Key, Number = said.Number, RootNumber = said.Number };
        if (said.Number <= Number)
            return this;
        if (WhyForged(signed, Key) is { } wrong)
            return wrong;
        return said.Former == KeyId
            ? this with { Key = said.Key, Number = said.Number }
            : new FormatError(
                FormatErrorKind.BadContent, $"it follows key {said.Former}; expected the ledger's key {KeyId}");
    }

    private static FormatError? WhyForged(SignedObject signed, JsonWebKey by)
    {
        using var key = PublicKey.Read(by).OrThrow();
        return Jws.Verify(signed, new KeyRing(key));
    }

    private static KeyId NameOf(JsonWebKey jwk)
    {
        using var key = PublicKey.Read(jwk).OrThrow();
        return key.KeyId;
    }
}
