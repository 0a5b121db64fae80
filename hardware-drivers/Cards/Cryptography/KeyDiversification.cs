using System.Security.Cryptography;

namespace HardwareDrivers.Cards;

/// <summary>
/// A key of one card, made from a population's master key and what names the card (NXP AN10922): whoever opens one card
/// has the key of that card only.
/// </summary>
/// <remarks>
/// Each diversified key, or 8-byte part of one, is the CMAC of a constant and the input, padded to two blocks
/// <em>always</em>: also when the input fits into one, where CMAC alone would not.
/// </remarks>
public static class KeyDiversification
{
    /// <summary>Bytes of input that fit behind the constant with AES.</summary>
    public const int LongestInput = 31;

    private const int LongestDesInput = 15;

    /// <summary>An AES-128 key of an AES-128 master key (AN10922, 2.2).</summary>
    /// <param name="input">1 to 31 bytes: UID, then what names application and system.</param>
    public static CardKey Aes128(CardKey master, ReadOnlySpan<byte> input)
    {
        using var aes = CardAes.Keyed(master);
        return Diversify(aes, [0x01], input, LongestInput);
    }

    /// <summary>A two-key triple DES key of 16 bytes (AN10922, 2.4). Its version bits are those of the CMAC.</summary>
    /// <param name="input">1 to 15 bytes.</param>
    public static CardKey TwoKeyTripleDes(CardKey master, ReadOnlySpan<byte> input)
    {
        using var cipher = TripleDesOf(master);
        return Diversify(cipher, [0x21, 0x22], input, LongestDesInput);
    }

    /// <summary>A three-key triple DES key of 24 bytes (AN10922, 2.5). Its version bits are the CMAC's.</summary>
    /// <inheritdoc cref="TwoKeyTripleDes"/>
    public static CardKey ThreeKeyTripleDes(CardKey master, ReadOnlySpan<byte> input)
    {
        using var cipher = TripleDesOf(master);
        return Diversify(cipher, [0x31, 0x32, 0x33], input, LongestDesInput);
    }

    private static CardKey Diversify(
        SymmetricAlgorithm cipher, ReadOnlySpan<byte> constants, ReadOnlySpan<byte> input, int longest)
    {
        ArgumentOutOfRangeException.ThrowIfZero(input.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(input.Length, longest);
        var block = cipher.BlockSize / 8;
        Span<byte> key = stackalloc byte[constants.Length * block];
        for (var part = 0; part < constants.Length; part++)
            Cmac.Compute(cipher, [constants[part], .. input], blocks: 2, key.Slice(part * block, block));
        var diversified = new CardKey(key);
        CryptographicOperations.ZeroMemory(key);
        return diversified;
    }

    // What cards of this age use; nothing here chooses it for anything new.
#pragma warning disable CA5350
    private static TripleDES TripleDesOf(CardKey master)
    {
        // The framework takes 16 bytes and then fails (.NET 10.0 on OpenSSL 3): two keys are three, the first again.
        Span<byte> key = stackalloc byte[24];
        master.Bytes.CopyTo(key);
        if (master.Length == 16)
            master.Bytes[..8].CopyTo(key[16..]);
        var cipher = TripleDES.Create();
        cipher.SetKey(key);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }
#pragma warning restore CA5350
}
