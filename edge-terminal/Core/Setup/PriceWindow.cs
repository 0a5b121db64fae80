using CloudBridge.Contract;

namespace EdgeTerminal.Core;

/// <summary>A price at certain hours.</summary>
/// <param name="Hours">Local time.</param>
/// <param name="PricePerLitre">Above zero.</param>
public sealed record PriceWindow(SaleWindow Hours, Money PricePerLitre);
