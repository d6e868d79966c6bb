/** True when the digits end in the right check digit by Luhn (ISO/IEC 7812-1), as cards and ICCIDs do. */
export function isLuhn(digits: string): boolean {
  if (!/^\d{2,}$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const counted = index % 2 === 0 ? digit : digit * 2;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
}

/** True for an eUICC identifier: 32 digits that leave 1 when divided by 97 (GSMA SGP.29, after ISO/IEC 7064 MOD 97-10). */
export function isEid(digits: string): boolean {
  if (!/^\d{32}$/.test(digits)) return false;
  let rest = 0;
  for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97;
  return rest === 1;
}

/** True for the number of a SIM profile: 18 to 20 digits that begin with 89 and a Luhn check digit (ITU-T E.118). */
export function isIccid(digits: string): boolean {
  return /^89\d{16,18}$/.test(digits) && isLuhn(digits);
}
