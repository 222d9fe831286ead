/** The memory in MiB that each number of vCPUs may have, as [least, most, step]. */
const SIZES: readonly (readonly [vcpus: number, least: number, most: number, step: number])[] = [
  [0.25, 512, 512, 512],
  [0.25, 1024, 2048, 1024],
  [0.5, 1024, 4096, 1024],
  [1, 2048, 8192, 1024],
  [2, 4096, 16384, 1024],
  [4, 8192, 30720, 1024],
  [8, 16384, 61440, 4096],
  [16, 32768, 122880, 8192],
];

/** https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html */
export const isFargateSize = (vcpus: number, memoryMiB: number): boolean =>
  SIZES.some(
    ([size, least, most, step]) =>
      size === vcpus && memoryMiB >= least && memoryMiB <= most && (memoryMiB - least) % step === 0,
  );
