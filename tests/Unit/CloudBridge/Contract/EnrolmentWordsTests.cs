using System.Text.RegularExpressions;
using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract;

public sealed partial class EnrolmentWordsTests
{
    private static readonly KeyId Terminal = KeyId.From(Digest.Of("terminal"u8));
    private static readonly KeyId Ledger = KeyId.From(Digest.Of("ledger"u8));

    /// <summary>Of the proposal itself (arXiv:0901.4016): 127.0.0.1 and 63.84.220.193.</summary>
    [Theory]
    [InlineData(0x7F00, "lusab")]
    [InlineData(0x0001, "babad")]
    [InlineData(0x3F54, "gutih")]
    [InlineData(0xDCC1, "tugad")]
    public void A_word_is_as_the_proposal_has_it(int bits, string word) =>
        Assert.Equal(word, EnrolmentWords.Word((ushort)bits));

    [Fact]
    public void Every_sixteen_bits_have_a_word_of_their_own() =>
        Assert.Equal(
            65_536,
            Enumerable.Range(0, 65_536).Select(bits => EnrolmentWords.Word((ushort)bits)).Distinct().Count());

    /// <summary>So that terminals and ledgers of different builds say the same.</summary>
    [Fact]
    public void The_words_of_two_keys_stand_in_the_format()
    {
        var document = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "formats", "enrolment.md"));
        var row = Golden().Match(document);

        Assert.True(row.Success, "docs/formats/enrolment.md has a row of two thumbprints and their words");
        Assert.Equal(Terminal.ToString(), row.Groups[1].Value);
        Assert.Equal(Ledger.ToString(), row.Groups[2].Value);
        Assert.Equal(EnrolmentWords.Of(Terminal, Ledger), row.Groups[3].Value);
    }

    /// <summary>The same for the proof of a PIN.</summary>
    [Fact]
    public void The_proof_of_a_PIN_stands_in_the_format()
    {
        var document = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "formats", "enrolment.md"));
        var row = Proof().Match(document).Groups;

        var derived = EnrolmentPin.Derive(SiteId.Parse(row[1].Value), TerminalId.Parse(row[2].Value), row[3].Value);
        Assert.Equal(row[5].Value, derived.ToString());
        Assert.True(Nonce.TryParse(row[4].Value, out var nonce));
        Assert.Equal(row[6].Value, EnrolmentPin.Prove(derived, Terminal, Ledger, nonce).ToString());
    }

    [Fact]
    public void Both_keys_count_and_which_is_which()
    {
        var another = KeyId.From(Digest.Of("another"u8));

        Assert.Equal(4, new[]
        {
            EnrolmentWords.Of(Terminal, Ledger),
            EnrolmentWords.Of(another, Ledger),
            EnrolmentWords.Of(Terminal, another),
            EnrolmentWords.Of(Ledger, Terminal),
        }.Distinct().Count());
    }

    [Theory]
    [InlineData("lusab babad gutih tugad", true)]
    [InlineData(" Lusab-BABAD,  gutih\ttugad ", true)]
    [InlineData("lusab babad gutih", false)]
    [InlineData("lusab babad gutih tugad tugad", false)]
    [InlineData("babad lusab gutih tugad", false)]
    [InlineData("", false)]
    public void People_may_part_them_as_they_like(string typed, bool isSame) =>
        Assert.Equal(isSame, EnrolmentWords.AreSame("lusab babad gutih tugad", typed));

    [GeneratedRegex(@"\n\| `([\w-]+)` \| `([\w-]+)` \| `([0-9]{6})` \| `([0-9a-f]{32})` \| `(.{43})` \| `(.{43})` \|")]
    private static partial Regex Proof();

    [GeneratedRegex(@"\n\| `([\w-]{43})` \| `([\w-]{43})` \| `([a-z ]+)` \|")]
    private static partial Regex Golden();
}
