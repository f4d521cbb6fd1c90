import type { AnonymousCaller } from '../../caller.ts';
import type { Context } from '../../context.ts';
import { AppError } from '../../errors/app-error.ts';
import { linkToPicture } from '../../files/pictures/link-to-picture.ts';
import type { PictureQuery } from '../../files/pictures/schema.ts';
import type { Link } from '../../http/redirect.ts';
import { getTogether } from '../../model/read.ts';
import { logoNotFound } from '../errors.ts';
import { companyRead } from '../membership/membership.ts';

/** A link to the logo of a company, closed or not. @throws AppError `companies.logo_not_found` */
export async function getLogo(
  { now }: Context<AnonymousCaller>,
  companyId: string,
  query: PictureQuery,
): Promise<Link> {
  const [company] = await getTogether([companyRead(companyId)], { consistent: true });
  if (company?.logoId === undefined) throw new AppError(logoNotFound);
  return linkToPicture(company.logoId, query, now);
}
