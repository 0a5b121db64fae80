using System.Buffers.Text;
using System.Numerics;
using System.Text;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.RealParts.Verifiers;

/// <summary>
/// An auditor that nobody here wrote, jose, on journals that our code wrote: it takes the good, and names the bad by
/// their line.
/// </summary>
public sealed class JournalVerifierTests : IDisposable
{
    private readonly Site site = new();
    private readonly TemporaryFolder folder = new();
    private readonly List<string> lines = [];
    private readonly JournalWriter journal;

    public JournalVerifierTests()
    {
        if (NodeVerifiers.Missing is { } missing)
            Assert.Skip(missing);
        journal = new JournalWriter(site);
        Fact[] facts = [new Fact.BootStarted("0.1.0", "boot"), Records.Beer, Records.Beer, Records.Beer, Records.Beer];
        lines.AddRange(facts.Select(fact => Text(journal.Next(fact).Compact)));
        KeepKey(site.Terminal.PublicKey);
    }

    public void Dispose()
    {
        site.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_whole_journal_verifies()
    {
        var (code, said) = await VerifyAsync();

        Assert.Equal(0, code);
        Assert.StartsWith("verified with jose: 5 lines of bar-1 at verger, 1/1 to 1/5, last hash ", said);
    }

    [Fact]
    public async Task The_other_good_signature_of_a_line_is_the_same_line()
    {
        var (_, said) = await VerifyAsync();
        lines[4] = WithTheOtherSignature(lines[4]);

        Assert.Equal((0, said), await VerifyAsync());
    }

    [Fact]
    public async Task A_torn_tail_is_no_line()
    {
        lines.Add(lines[4][..100]);
        await WriteAsync(string.Join('\n', lines));

        var (code, said) = await VerifyFileAsync();

        Assert.Equal(0, code);
        Assert.EndsWith("and 100 bytes of a torn line", said);
    }

    [Fact]
    public async Task A_bit_that_flipped_is_named_by_its_line()
    {
        var (head, payload, signature) = Parts(lines[2]);
        var bytes = Base64Url.DecodeFromChars(payload);
        bytes[^5] ^= 1;
        lines[2] = $"{head}.{Base64Url.EncodeToString(bytes)}.{signature}";

        await FindsAsync("line 3: the signature does not verify");
    }

    [Fact]
    public async Task Lines_that_changed_places_are_named()
    {
        (lines[1], lines[2]) = (lines[2], lines[1]);

        await FindsAsync("line 2: sequence 3 of epoch 1; expected 2");
    }

    [Theory]
    [InlineData(0, "line 1: begins with sequence 2 of epoch 1, and no record says that those before were retired")]
    [InlineData(2, "line 3: sequence 4 of epoch 1; expected 3")]
    public async Task A_line_that_is_missing_is_named(int missing, string problem)
    {
        lines.RemoveAt(missing);

        await FindsAsync(problem);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(1, 3)]
    public async Task A_journal_may_begin_where_it_says_itself_that_those_before_were_retired(long through, int code)
    {
        lines.RemoveRange(0, 2);
        lines.Add(Text(journal.Next(new Fact.RecordsRetired(new RecordPosition(1, through))).Compact));

        Assert.Equal(code, (await VerifyAsync()).Code);
    }

    [Fact]
    public async Task A_line_that_stands_there_twice_is_named()
    {
        lines.Insert(3, WithTheOtherSignature(lines[2]));

        await FindsAsync("line 4: sequence 3 of epoch 1; expected 4");
    }

    [Fact]
    public async Task A_line_that_does_not_follow_the_one_before_is_named()
    {
        lines[2] = Text(RecordLine.Write(Records.At(3, Records.Beer, Digest.Of("another"u8)), site.Terminal).Compact);

        await FindsAsync("line 3: follows a line with the hash");
    }

    [Fact]
    public async Task Another_terminals_key_verifies_nothing()
    {
        KeepKey(site.Ledger.PublicKey);

        await FindsAsync("line 1: signed by key ");
    }

    [Fact]
    public async Task Base64url_with_two_spellings_is_named()
    {
        // The last digit of a signature carries two bits; the four below them must be zero.
        lines[1] = lines[1][..^1] + (char)(lines[1][^1] + 1);

        await FindsAsync("line 2: base64url that is not canonical");
    }

    [Theory]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"et-record","crit":["b64"]}""", "a header of \"alg crit kid typ\"")]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"et-record","jku":"x"}""", "a header of \"alg jku kid typ\"")]
    [InlineData("""{"alg":"ES256","kid":"KID"}""", "a header of \"alg kid\"")]
    [InlineData("""{"alg":"ES256","alg":"ES256","kid":"KID","typ":"et-record"}""", "a member stands there twice")]
    [InlineData("""{"alg":"HS256","kid":"KID","typ":"et-record"}""", "alg \"HS256\"")]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"et-ack"}""", "alg \"ES256\" and typ \"et-ack\"")]
    public async Task A_header_that_the_format_does_not_have_is_named(string header, string problem)
    {
        lines[1] = Sign(header.Replace("KID", $"{site.Terminal.KeyId}", StringComparison.Ordinal), Payload(lines[1]));

        await FindsAsync($"line 2: {problem}");
    }

    [Theory]
    [InlineData("\"amount\":150", "\"amount\":150.5", "150.5: expected an integer")]
    [InlineData("\"amount\":150", "\"amount\":9007199254740993", "9007199254740993: expected an integer")]
    [InlineData("\"amount\":150", "\"amount\":-150", "payments of sale: ")]
    [InlineData("\"amount\":150", "\"amount\":151", "paid 351 of a price of 350 in money")]
    [InlineData("\"amount\":150", "\"amount\":\"150\"", "payments of sale: ")]
    [InlineData("\"asset\":\"TNF\"", "\"asset\":\"TLF\"", "payments of sale: ")]
    [InlineData("\"asset\":\"TNF\"", "\"asset\":\"TIM\"", "paid 150 of a price of 350 in money")]
    [InlineData("\"quantity\":1", "\"quantity\":0", "basket of sale: ")]
    [InlineData("\"mode\":\"fresh\"", "\"mode\":\"good\"", "verdict of sale: ")]
    [InlineData("\"sequence\":2", "\"sequence\":\"2\"", "sequence: \"2\" is not of its form")]
    [InlineData("\"sequence\":2", "\"sequence\":0", "sequence: 0 is not of its form")]
    [InlineData("\"trusted\":true", "\"trusted\":1", "trusted: 1 is not of its form")]
    [InlineData("{\"version\"", "\uFEFF{\"version\"", "not JSON")]
    [InlineData("\"amount\":150", "\"amount\":1,\"amount\":150", "a member stands there twice")]
    [InlineData("\"asset\":\"TLF\"", "\"asset\":\"SUB\"", "payments of sale: ")]
    [InlineData("\"kind\":\"sale\"", "\"kind\":\"gift\"", "kind \"gift\" is not in the format")]
    [InlineData("\"to\":\"ledger\"", "\"to\":\"terminals\"", "for \"terminals\"")]
    [InlineData("\"site\":\"verger\"", "\"site\":\"autre\"", "of site autre; the key is of verger")]
    [InlineData("\"trusted\":true,", "", "a payload of ")]
    public async Task A_signed_payload_that_the_format_does_not_have_is_named(string good, string bad, string problem)
    {
        var payload = Payload(lines[1]);
        Assert.Contains(good, payload, StringComparison.Ordinal);
        var forged = Forge.Sign(
            JwsType.Record, payload.Replace(good, bad, StringComparison.Ordinal), site.Terminal);
        lines[1] = Text(forged);

        Assert.False(IsRead(forged), "our own reader takes it");
        await FindsAsync($"line 2: {problem}");
    }

    /// <summary>Two readers that share no code refuse the same; neither ends of it.</summary>
    [Fact]
    public async Task What_our_own_reader_refuses_is_named_line_by_line()
    {
        var bent = HostilePayload.Bend(JwsType.Record, journal.Next(Records.Beer), site.Terminal)
            .Where(row => !IsRead(row.Bytes))
            .ToList();
        Assert.InRange(bent.Count, 30, 100);
        var file = bent.SelectMany(row => row.Bytes.Append((byte)'\n')).ToArray();
        await File.WriteAllBytesAsync(folder.In("journal.jws"), file, TestContext.Current.CancellationToken);

        var (code, _, errors) = await RunAsync();

        Assert.Equal(3, code);
        Assert.Empty(bent
            .Where((_, index) => !errors.Any(error => NamesContent(error, index + 1)))
            .Select(row => row.Name));
    }

    [Fact]
    public async Task A_command_line_that_is_not_one_is_told_what_is_expected()
    {
        var (code, _, errors) = await NodeVerifiers.RunAsync(
            "verify.mjs", ["no-such-file"], TestContext.Current.CancellationToken);

        Assert.Equal(1, code);
        Assert.Contains("--key", errors[0], StringComparison.Ordinal);
    }

    private async Task FindsAsync(string problem)
    {
        var (code, said) = await VerifyAsync();

        Assert.Equal(3, code);
        Assert.StartsWith($"{folder.In("journal.jws")}, {problem}", said);
    }

    private async Task<(int Code, string Said)> VerifyAsync()
    {
        await WriteAsync(string.Concat(lines.Select(line => line + "\n")));
        return await VerifyFileAsync();
    }

    /// <summary>The first line that it says.</summary>
    private async Task<(int Code, string Said)> VerifyFileAsync()
    {
        var (code, output, errors) = await RunAsync();
        return (code, output.Concat(errors).First());
    }

    private Task<(int Code, IReadOnlyList<string> Output, IReadOnlyList<string> Errors)> RunAsync() =>
        NodeVerifiers.RunAsync(
            "verify.mjs",
            [folder.In("journal.jws"), "--key", folder.In("key.jwk")],
            TestContext.Current.CancellationToken);

    private bool IsRead(byte[] line) =>
        Jws.Open(JwsType.Record, line, new KeyRing(site.Terminal.PublicKey)).Succeeded(out var signed, out _) &&
        RecordLine.Read(signed, Site.Id).Succeeded(out var record, out _) && record.Terminal == Site.Bar;

    /// <summary>Of this line, and not only that it stands in the wrong place.</summary>
    private bool NamesContent(string error, int line) =>
        error.StartsWith($"{folder.In("journal.jws")}, line {line}: ", StringComparison.Ordinal) &&
        !error.Contains(": sequence 6 of epoch 1; expected ", StringComparison.Ordinal) &&
        !error.Contains(": follows a line ", StringComparison.Ordinal);

    private Task WriteAsync(string journal) =>
        File.WriteAllTextAsync(folder.In("journal.jws"), journal, TestContext.Current.CancellationToken);

    private void KeepKey(PublicKey key)
    {
        var jwk = key.ToJsonWebKey() with { Site = Site.Id, Terminal = Site.Bar };
        File.WriteAllBytes(folder.In("key.jwk"), jwk.Write());
    }

    private string Sign(string header, string payload) => Text(Forge.Sign(header, payload, site.Terminal));

    /// <summary>(r, n − s), which verifies as (r, s) does (SEC 1, section 4.1.4; n is the order of P-256).</summary>
    private static string WithTheOtherSignature(string line)
    {
        var order = BigInteger.Parse(
            "115792089210356248762697446949407573529996955224135760342422259061068512044369",
            System.Globalization.CultureInfo.InvariantCulture);
        var (header, payload, signature) = Parts(line);
        var bytes = Base64Url.DecodeFromChars(signature);
        var other = order - new BigInteger(bytes.AsSpan(32), isUnsigned: true, isBigEndian: true);
        var digits = other.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.AsSpan(32).Clear();
        digits.CopyTo(bytes, bytes.Length - digits.Length);
        return $"{header}.{payload}.{Base64Url.EncodeToString(bytes)}";
    }

    private static string Payload(string line) =>
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(Parts(line).Payload));

    private static (string Header, string Payload, string Signature) Parts(string line) =>
        line.Split('.') is [var header, var payload, var signature]
            ? (header, payload, signature)
            : throw new FormatException(line);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.ASCII.GetString(bytes.Span);
}
