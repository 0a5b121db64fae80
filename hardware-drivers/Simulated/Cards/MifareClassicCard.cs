using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>
/// MIFARE Classic 1K as its host sees it through the chip, which does the encryption: 16 sectors of four blocks, each
/// with two keys (MF1S50yyX data sheet, 8.6). Access bits as they leave the factory: both keys may read and write, key
/// A is never shown, key B is.
/// </summary>
public sealed class MifareClassicCard : EmulatedCard
{
    /// <summary>What it says to a wrong key: nothing, in truth; the chip makes an error of it.</summary>
    internal const byte WrongKey = 0x10;

    private const int Blocks = 64;
    private const int BlockLength = 16;
    private const int BlocksPerSector = 4;
    private const int KeyLength = 6;
    private const byte NotAllowed = 0x04;

    private readonly byte[] memory = new byte[Blocks * BlockLength];
    private int? sector;

    /// <summary>As it leaves the factory: keys of FF, access bits FF 07 80 69.</summary>
    /// <param name="uid">4 bytes.</param>
    public MifareClassicCard(ReadOnlyMemory<byte> uid)
        : base(new CardIdentity(uid, 0x0004, 0x08), ReadOnlyMemory<byte>.Empty)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(uid.Length, 4);
        var bytes = uid.Span;
        byte[] head = [.. bytes, (byte)(bytes[0] ^ bytes[1] ^ bytes[2] ^ bytes[3]), 0x08, 0x04, 0x00];
        head.CopyTo(memory, 0);
        for (var trailer = BlocksPerSector - 1; trailer < Blocks; trailer += BlocksPerSector)
            Convert.FromHexString("FFFFFFFFFFFFFF078069FFFFFFFFFFFF").CopyTo(Block(trailer));
    }

    /// <summary>Every block, keys included.</summary>
    public ReadOnlySpan<byte> Memory => memory;

    /// <summary>Writes a block as the one who hands the cards out would: no key is asked for.</summary>
    public void Load(int block, ReadOnlySpan<byte> content) => content.CopyTo(Block(block));

    /// <summary>A command that the chip carries out with encryption.</summary>
    internal CardAnswer HearFromChip(ReadOnlySpan<byte> command)
    {
        if (State is not (CardState.Active or CardState.ActiveFromHalt))
            return CardAnswer.Nothing;
        var answer = command switch
        {
            [0x60 or 0x61, < Blocks and var block, ..] when command.Length == 12 =>
                Authenticate(block, keyB: command[0] == 0x61, command[2..8], command[8..]),
            [0x30, < Blocks and var block] when IsOpen(block) => Read(block),
            [0xA0, < Blocks and var block, ..] when command.Length == 18 && IsOpen(block) => Write(block, command[2..]),
            _ => CardAnswer.No(NotAllowed),
        };
        if (answer is CardAnswer.Bits { Value: not CardAnswer.Bits.Acknowledge })
        {
            sector = null;
            FallBack();
        }
        return answer;
    }

    /// <inheritdoc/>
    protected override void Open() => sector = null;

    private Span<byte> Block(int block) => memory.AsSpan(block * BlockLength, BlockLength);

    private bool IsOpen(int block) => sector == block / BlocksPerSector;

    private CardAnswer Authenticate(int block, bool keyB, ReadOnlySpan<byte> key, ReadOnlySpan<byte> uid)
    {
        var trailer = Block(block | (BlocksPerSector - 1));
        var right = keyB ? trailer[^KeyLength..] : trailer[..KeyLength];
        if (!uid.SequenceEqual(Identity.Uid.Span) || !key.SequenceEqual(right))
            return CardAnswer.No(WrongKey);
        sector = block / BlocksPerSector;
        return CardAnswer.Yes;
    }

    private CardAnswer Read(int block)
    {
        var content = Block(block).ToArray();
        if (block % BlocksPerSector == BlocksPerSector - 1)
            content.AsSpan(0, KeyLength).Clear();
        return CardAnswer.Says(content);
    }

    private CardAnswer Write(int block, ReadOnlySpan<byte> content)
    {
        if (block == 0)
            return CardAnswer.No(NotAllowed);
        content.CopyTo(Block(block));
        return CardAnswer.Yes with { After = CardTimes.Write };
    }
}
