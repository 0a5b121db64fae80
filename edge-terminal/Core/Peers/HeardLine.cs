using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>
/// What a line of another terminal did to a purse: it did it once, in whatever places it was said. What another
/// terminal says of it, or says otherwise, is another line's doing.
/// </summary>
/// <param name="Peer">Whose.</param>
/// <param name="FirstHash">Of the line that said it first.</param>
/// <param name="Changes">What it did.</param>
public readonly record struct HeardLine(TerminalId Peer, Digest FirstHash, ValueList<AssetAmount> Changes);
