using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CloudBridge.Contract;

/// <summary>
/// Four words that stand for two keys: a terminal's, and the ledger's as the terminal heard it. Both ends show them;
/// who stands between with a key of his own makes them differ. The words are proquints (arXiv:0901.4016), 16 bits each:
/// people of any language can say them, and nobody needs a list.
/// </summary>
public static class EnrolmentWords
{
    /// <summary>So many words.</summary>
    public const int Count = 4;

    private const string Label = "edge-terminal enrolment words 1";
    private const string Consonants = "bdfghjklmnprstvz";
    private const string Vowels = "aiou";

    /// <summary>The words, with spaces between them.</summary>
    /// <param name="terminal">The terminal's key.</param>
    /// <param name="ledger">The ledger's, as this end knows it.</param>
    public static string Of(KeyId terminal, KeyId ledger)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes($"{Label}\n{terminal}\n{ledger}"), hash);
        var words = new string[Count];
        for (var i = 0; i < Count; i++)
            words[i] = Word(BinaryPrimitives.ReadUInt16BigEndian(hash[(2 * i)..]));
        return string.Join(' ', words);
    }

    /// <summary>What somebody typed are these words, however he parted them.</summary>
    public static bool AreSame(string words, string typed) =>
        string.Equals(words, Plain(typed), StringComparison.Ordinal);

    /// <summary>Four bits a consonant, two a vowel.</summary>
    internal static string Word(ushort bits) => string.Create(5, bits, static (word, bits) =>
    {
        word[0] = Consonants[bits >> 12];
        word[1] = Vowels[(bits >> 10) & 3];
        word[2] = Consonants[(bits >> 6) & 15];
        word[3] = Vowels[(bits >> 4) & 3];
        word[4] = Consonants[bits & 15];
    });

    private static string Plain(string typed) => string.Join(
        ' ',
        typed.ToLowerInvariant().Split([' ', '-', ',', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
