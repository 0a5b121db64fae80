namespace HardwareDrivers.Cards;

/// <summary>Commands of NTAG 424 DNA and DESFire EV2 within a session (NTAG 424 DNA, 10; AN12196, 5 and 6).</summary>
public sealed class Ev2Commands(NativeCard card, Ev2Session session)
{
    private const byte GetKeyVersionCommand = 0x64;
    private const byte GetCardUidCommand = 0x51;
    private const byte GetFileSettingsCommand = 0xF5;
    private const byte ChangeFileSettingsCommand = 0x5F;
    private const byte ReadDataCommand = 0xAD;
    private const byte WriteDataCommand = 0x8D;

    /// <summary>The version that was written with a key; 0 from the factory.</summary>
    public CardOutcome<byte> GetKeyVersion(byte keyNumber, CancellationToken cancellation) =>
        Ask(CommunicationMode.Mac, GetKeyVersionCommand, [keyNumber], [], cancellation)
            .OfLength(1, "GetKeyVersion").Select(version => version.Span[0]);

    /// <summary>The UID, also of a card that shows a random one; 7 bytes.</summary>
    public CardOutcome<ReadOnlyMemory<byte>> GetCardUid(CancellationToken cancellation) =>
        Ask(CommunicationMode.Full, GetCardUidCommand, [], [], cancellation).OfLength(7, "GetCardUID");

    /// <summary>Changes another key than the one that the session was opened with.</summary>
    public CardOutcome<bool> ChangeKey(
        byte keyNumber, CardKey oldKey, CardKey newKey, byte version, CancellationToken cancellation) =>
        Ask(
            CommunicationMode.Full, ChangeKeyData.Command, [keyNumber],
            ChangeKeyData.OfOther(oldKey, newKey, version), cancellation).Select(_ => true);

    /// <summary>Changes the key that the session was opened with; the session is over, so its answer has no tag.
    /// </summary>
    public CardOutcome<bool> ChangeOwnKey(
        byte keyNumber, CardKey newKey, byte version, CancellationToken cancellation)
    {
        var data = session.Protect(
            CommunicationMode.Full, ChangeKeyData.Command, [keyNumber], ChangeKeyData.OfOwn(newKey, version));
        return card.Ask(ChangeKeyData.Command, data, cancellation).Select(_ => true);
    }

    /// <summary>Type, mode, access rights and size of a file, and what it mirrors.</summary>
    public CardOutcome<ReadOnlyMemory<byte>> GetFileSettings(byte file, CancellationToken cancellation) =>
        Ask(CommunicationMode.Mac, GetFileSettingsCommand, [file], [], cancellation);

    /// <summary>Writes what stands behind type and size in the settings.</summary>
    public CardOutcome<bool> ChangeFileSettings(
        byte file, ReadOnlySpan<byte> settings, CancellationToken cancellation) =>
        Ask(CommunicationMode.Full, ChangeFileSettingsCommand, [file], settings, cancellation).Select(_ => true);

    /// <summary>Reads a file in its own mode.</summary>
    /// <param name="length">0: all of it.</param>
    public CardOutcome<ReadOnlyMemory<byte>> ReadData(
        CommunicationMode mode, byte file, int offset, int length, CancellationToken cancellation) =>
        Ask(mode, ReadDataCommand, Range(file, offset, length), [], cancellation);

    /// <summary>Writes to a file in its own mode.</summary>
    public CardOutcome<bool> WriteData(
        CommunicationMode mode, byte file, int offset, ReadOnlySpan<byte> data, CancellationToken cancellation) =>
        Ask(mode, WriteDataCommand, Range(file, offset, data.Length), data, cancellation).Select(_ => true);

    private CardOutcome<ReadOnlyMemory<byte>> Ask(
        CommunicationMode mode, byte command, ReadOnlySpan<byte> header, ReadOnlySpan<byte> data,
        CancellationToken cancellation) =>
        card.Ask(command, session.Protect(mode, command, header, data), cancellation)
            .Then(answer => session.Open(mode, NativeStatus.Good, answer.Span) is { } content
                ? CardTalk.Done<ReadOnlyMemory<byte>>(content)
                : CardTalk.Denied<ReadOnlyMemory<byte>>("an answer with a wrong MAC: not this card's"));

    private static byte[] Range(byte file, int offset, int length) =>
        [file, .. SunCryptography.CounterBytes(offset), .. SunCryptography.CounterBytes(length)];
}
