using System.Text;
using System.Text.Json;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract;

public sealed class EnrolmentTests : IDisposable
{
    private readonly Site site = new();

    public void Dispose() => site.Dispose();

    [Fact]
    public void What_was_written_is_read_again()
    {
        var enrolment = Example(largestStep: 50);

        Assert.Equal(enrolment, Enrolment.Read(enrolment.Write(site.Ledger)).OrThrow());
    }

    [Fact]
    public void An_enrolment_of_before_there_were_counters_is_read_with_the_usual_step()
    {
        var written = Json(Example(largestStep: 50));
        var before = written.Replace(",\"largestCounterStep\":50", "", StringComparison.Ordinal);
        Assert.NotEqual(written, before);

        Assert.Equal(Example(TerminalLimits.UsualCounterStep), Enrolment.Read(Signed(before, site.Ledger)).OrThrow());
    }

    [Fact]
    public void A_largest_step_below_one_is_refused() =>
        Assert.False(Enrolment.Read(Example(largestStep: 0).Write(site.Ledger)).Succeeded(out _, out _));

    /// <summary>Whoever carries it to the terminal may read it, and change nothing.</summary>
    [Fact]
    public void Who_gives_himself_other_limits_must_be_the_ledger_that_it_names()
    {
        using var somebody = Es256Signer.Create();
        var rich = Json(Example(largestStep: 50)).Replace(
            "\"offlineTotal\":", "\"offlineTotal\":9", StringComparison.Ordinal);
        var signedBefore = Encoding.ASCII.GetString(Example(largestStep: 50).Write(site.Ledger)).Split('.');
        var signedSince = Encoding.ASCII.GetString(Signed(rich, somebody)).Split('.');

        AssertRefused(FormatErrorKind.UnknownKey, Signed(rich, somebody));
        AssertRefused(
            FormatErrorKind.BadSignature,
            Encoding.ASCII.GetBytes($"{signedBefore[0]}.{signedSince[1]}.{signedBefore[2]}"));
    }

    [Fact]
    public void One_that_nobody_signed_is_to_be_written_again()
    {
        var refused = AssertRefused(
            FormatErrorKind.NotCompactJws, Encoding.UTF8.GetBytes(Json(Example(largestStep: 50))));

        Assert.Contains("ledger enroll", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void It_carries_the_root_and_one_of_before_there_were_roots_has_none()
    {
        using var root = Es256Signer.Create();
        var with = Example(largestStep: 50) with { RootKey = root.PublicKey.ToJsonWebKey() };

        Assert.Equal(with, Enrolment.Read(with.Write(site.Ledger)).OrThrow());
        Assert.DoesNotContain("rootKey", Json(Example(largestStep: 50)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_that_is_the_ledgers_own_key_or_none_is_refused()
    {
        using var root = Es256Signer.Create();
        var own = Example(largestStep: 50) with { RootKey = site.Ledger.PublicKey.ToJsonWebKey() };
        var none = Example(largestStep: 50) with { RootKey = root.PublicKey.ToJsonWebKey() with { X = "AAAA" } };

        Assert.StartsWith(
            "rootKey", AssertRefused(FormatErrorKind.BadContent, own.Write(site.Ledger)).Detail,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "rootKey", AssertRefused(FormatErrorKind.BadContent, none.Write(site.Ledger)).Detail,
            StringComparison.Ordinal);
    }

    private static FormatError AssertRefused(FormatErrorKind kind, byte[] bytes)
    {
        Assert.False(Enrolment.Read(bytes).Succeeded(out _, out var error));
        Assert.Equal(kind, error.Kind);
        return error;
    }

    private static string Json(Enrolment enrolment) =>
        JsonSerializer.Serialize(enrolment, ContractJson.Default.Enrolment);

    private static byte[] Signed(string json, ISigner signer) =>
        Jws.Sign(JwsType.Enrolment, Encoding.UTF8.GetBytes(json), signer).Compact.ToArray();

    private Enrolment Example(int largestStep) =>
        site.Enrolment(limits: TerminalLimits.Default with { LargestCounterStep = largestStep });
}
