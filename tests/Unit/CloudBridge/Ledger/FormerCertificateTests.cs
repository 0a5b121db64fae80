using System.Security.Cryptography.X509Certificates;
using System.Text;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

/// <summary>Which certificates of a terminal the broker turns away when its key has changed.</summary>
public sealed class FormerCertificateTests : IDisposable
{
    private readonly ForgetfulDisk disk = new();
    private readonly ManualTime time = new();
    private readonly Es256Signer former = Es256Signer.Create();
    private readonly Es256Signer next = Es256Signer.Create();
    private readonly SiteAuthority authority;

    public FormerCertificateTests()
    {
        authority = new SiteAuthority(disk, Site.Id, time);
        authority.Make();
    }

    public void Dispose()
    {
        former.Dispose();
        next.Dispose();
    }

    [Fact]
    public void Those_of_the_former_key_are_taken_back_and_the_others_stay()
    {
        var (before, now) = (Certify(former), Certify(next));

        Revoke([former.KeyId, next.KeyId], hasChanged: false);
        Assert.Equal((false, false), (IsTakenBack(before), IsTakenBack(now)));
        Revoke([next.KeyId], hasChanged: true);

        Assert.Equal((true, false), (IsTakenBack(before), IsTakenBack(now)));
    }

    /// <summary>A next key that gave way to another: who has copied the card meanwhile has it.</summary>
    [Fact]
    public void Those_of_a_next_key_that_never_came_into_use_are_taken_back()
    {
        var (present, aborted) = (Certify(former), Certify(next));

        Revoke([former.KeyId], hasChanged: false);

        Assert.Equal((false, true), (IsTakenBack(present), IsTakenBack(aborted)));
    }

    /// <summary>The terminal has no other, and does not know that it was on the list.</summary>
    [Fact]
    public void Those_of_a_key_that_is_granted_again_are_good_again_and_another_is_given_before_that()
    {
        var granted = Certify(next);
        Assert.True(authority.HasCertifiedSince(Site.Bar, next.KeyId, Renewals.AtMostEvery));
        Revoke([former.KeyId], hasChanged: false);
        Assert.False(authority.HasCertifiedSince(Site.Bar, next.KeyId, Renewals.AtMostEvery));

        time.Advance(TimeSpan.FromMinutes(1));
        var since = time.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal([granted.SerialNumber], Revoke([former.KeyId, next.KeyId], hasChanged: false, since));
        Assert.False(IsTakenBack(granted));
        Assert.Empty(Revoke([next.KeyId], hasChanged: true, since));

        Assert.False(IsTakenBack(granted));
    }

    /// <summary>Somebody looks who has which key, and waits; another one is certified and granted meanwhile.</summary>
    [Fact]
    public void One_that_is_given_while_others_are_taken_back_is_good_with_the_next_look()
    {
        var looked = time.GetUtcNow().ToUnixTimeMilliseconds();
        time.Advance(TimeSpan.FromSeconds(1));
        var given = Certify(next);
        var granted = time.GetUtcNow().ToUnixTimeMilliseconds();
        time.Advance(TimeSpan.FromSeconds(1));
        authority.RevokeOthers(
            CertificateSubject.AccountOf(Site.Bar), new Dictionary<KeyId, long?> { [former.KeyId] = null },
            hasChanged: false, looked);
        Assert.True(IsTakenBack(given));

        Assert.Equal([given.SerialNumber], Revoke([former.KeyId, next.KeyId], hasChanged: false, granted));

        Assert.False(IsTakenBack(given));
    }

    /// <summary>Nobody has decided that they are good: the books are of before.</summary>
    [Fact]
    public void Those_of_a_key_that_restored_books_have_again_stay_taken_back()
    {
        var grantedBefore = time.GetUtcNow().ToUnixTimeMilliseconds();
        var (before, aborted) = (Certify(former), Certify(next));
        time.Advance(TimeSpan.FromMinutes(1));
        Revoke([next.KeyId], hasChanged: true);
        Assert.Empty(Revoke([former.KeyId], hasChanged: false));
        Assert.Equal((true, true), (IsTakenBack(before), IsTakenBack(aborted)));

        Assert.Empty(Revoke([former.KeyId, next.KeyId], hasChanged: false, grantedBefore));

        Assert.Equal((true, true), (IsTakenBack(before), IsTakenBack(aborted)));
    }

    /// <summary>A revocation is for good, also where the key was another's before.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Those_of_a_terminal_that_was_revoked_are_never_good_again(bool isOfOtherKeyBefore)
    {
        var certificate = Certify(next);
        if (isOfOtherKeyBefore)
            Revoke([former.KeyId], hasChanged: false);
        authority.Revoke(CertificateSubject.AccountOf(Site.Bar));
        time.Advance(TimeSpan.FromMinutes(1));

        Assert.Empty(Revoke(
            [former.KeyId, next.KeyId], hasChanged: false, time.GetUtcNow().ToUnixTimeMilliseconds()));

        Assert.True(IsTakenBack(certificate));
    }

    /// <summary>They were noted without their key.</summary>
    [Fact]
    public void Those_of_an_earlier_build_are_taken_back_once_the_key_has_changed()
    {
        var before = Certify(former);
        var noted = Encoding.UTF8.GetString(disk.Read("certificates.json"));
        disk.Replace("certificates.json", Encoding.UTF8.GetBytes(
            noted.Replace($",\"key\":\"{former.KeyId}\"", "", StringComparison.Ordinal)));
        Assert.NotEqual(noted, Encoding.UTF8.GetString(disk.Read("certificates.json")));

        Revoke([former.KeyId], hasChanged: false);
        Assert.False(IsTakenBack(before));
        Revoke([next.KeyId], hasChanged: true);

        Assert.True(IsTakenBack(before));
    }

    private IReadOnlyList<string> Revoke(KeyId[] good, bool hasChanged, long? grantedMilliseconds = null) =>
        authority.RevokeOthers(
            CertificateSubject.AccountOf(Site.Bar),
            good.ToDictionary(key => key, _ => grantedMilliseconds),
            hasChanged);

    private X509Certificate2 Certify(Es256Signer key) =>
        X509Certificate2.CreateFromPem(authority.Certify(Site.Bar, key.PublicKey.ToCertificateKey()));

    private bool IsTakenBack(X509Certificate2 certificate) => CertificateRevocationListBuilder
        .LoadPem(authority.RevocationList(), out _).RemoveEntry(certificate.SerialNumberBytes.Span);
}
