namespace HardwareDrivers.Display;

/// <summary>Bytes that stand side by side in a page of a controller's memory.</summary>
/// <param name="Page">From the top; eight rows of pixels.</param>
/// <param name="Column">Of the first byte.</param>
/// <param name="Bytes">One a column; the lowest bit is the uppermost pixel.</param>
public readonly record struct PageSpan(int Page, int Column, ReadOnlyMemory<byte> Bytes);
