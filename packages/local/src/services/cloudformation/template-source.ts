import type { Call, CallOptions } from '../../service.ts';
import { validation } from './errors.ts';

/** Where a request says that its template is: in it, or in S3. */
export interface TemplateSource {
  readonly TemplateBody?: string | undefined;
  readonly TemplateURL?: string | undefined;
  readonly UsePreviousTemplate?: boolean | undefined;
}

/** The template's text. @param previous that of the stack as it is @throws ValidationError, or what S3 refuses with */
export async function templateText(
  source: TemplateSource,
  previous: string | undefined,
  call: Call,
  owner: CallOptions,
): Promise<string> {
  if (source.TemplateBody !== undefined) return source.TemplateBody;
  if (source.TemplateURL !== undefined) {
    const { Body } = await call('s3', 'GetObject', placeOf(source.TemplateURL), owner);
    return (await Body?.transformToString()) ?? '';
  }
  if (source.UsePreviousTemplate === true && previous !== undefined) return previous;
  throw validation('Either Template URL or Template Body must be specified.');
}

/** Bucket and key of `https://s3.<region>.amazonaws.com/<bucket>/<key>`, or `https://<bucket>.s3.…/<key>`. */
function placeOf(url: string): { Bucket: string; Key: string } {
  if (!URL.canParse(url)) throw validation(`TemplateURL must be a supported URL.`);
  const { hostname, pathname } = new URL(url);
  const [, bucketInHost] = /^(.+)\.s3[.-].*amazonaws\.com$/u.exec(hostname) ?? [];
  const path = decodeURIComponent(pathname.slice(1));
  if (bucketInHost !== undefined) return { Bucket: bucketInHost, Key: path };
  const slash = path.indexOf('/');
  if (slash < 1) throw validation(`TemplateURL must reference a valid S3 object to which you have access.`);
  return { Bucket: path.slice(0, slash), Key: path.slice(slash + 1) };
}
