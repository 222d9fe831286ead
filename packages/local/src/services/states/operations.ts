import type { Operation } from '../../service.ts';
import { constrained } from './constraints.ts';
import { createActivity } from './operations/create-activity.ts';
import { createStateMachine } from './operations/create-state-machine.ts';
import { createStateMachineAlias } from './operations/create-state-machine-alias.ts';
import { deleteActivity } from './operations/delete-activity.ts';
import { deleteStateMachine } from './operations/delete-state-machine.ts';
import { deleteStateMachineAlias } from './operations/delete-state-machine-alias.ts';
import { deleteStateMachineVersion } from './operations/delete-state-machine-version.ts';
import { describeActivity } from './operations/describe-activity.ts';
import { describeExecution } from './operations/describe-execution.ts';
import { describeMapRun } from './operations/describe-map-run.ts';
import { describeStateMachine } from './operations/describe-state-machine.ts';
import { describeStateMachineAlias } from './operations/describe-state-machine-alias.ts';
import { describeStateMachineForExecution } from './operations/describe-state-machine-for-execution.ts';
import { getActivityTask } from './operations/get-activity-task.ts';
import { getExecutionHistory } from './operations/get-execution-history.ts';
import { listActivities } from './operations/list-activities.ts';
import { listExecutions } from './operations/list-executions.ts';
import { listMapRuns } from './operations/list-map-runs.ts';
import { listStateMachineAliases } from './operations/list-state-machine-aliases.ts';
import { listStateMachineVersions } from './operations/list-state-machine-versions.ts';
import { listStateMachines } from './operations/list-state-machines.ts';
import { listTagsForResource } from './operations/list-tags-for-resource.ts';
import { publishStateMachineVersion } from './operations/publish-state-machine-version.ts';
import { redriveExecution } from './operations/redrive-execution.ts';
import { sendTaskFailure } from './operations/send-task-failure.ts';
import { sendTaskHeartbeat } from './operations/send-task-heartbeat.ts';
import { sendTaskSuccess } from './operations/send-task-success.ts';
import { startExecution } from './operations/start-execution.ts';
import { startSyncExecution } from './operations/start-sync-execution.ts';
import { stopExecution } from './operations/stop-execution.ts';
import { tagResource } from './operations/tag-resource.ts';
import { testState } from './operations/test-state.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateMapRun } from './operations/update-map-run.ts';
import { updateStateMachine } from './operations/update-state-machine.ts';
import { updateStateMachineAlias } from './operations/update-state-machine-alias.ts';
import { validateStateMachineDefinition } from './operations/validate-state-machine-definition.ts';
import type { StatesParts } from './parts.ts';

const table = (parts: StatesParts): Record<string, Operation> => ({
  CreateActivity: createActivity(parts),
  CreateStateMachine: createStateMachine(parts),
  CreateStateMachineAlias: createStateMachineAlias(parts),
  DeleteActivity: deleteActivity(parts),
  DeleteStateMachine: deleteStateMachine(parts),
  DeleteStateMachineAlias: deleteStateMachineAlias(parts),
  DeleteStateMachineVersion: deleteStateMachineVersion(parts),
  DescribeActivity: describeActivity(parts),
  DescribeExecution: describeExecution(parts),
  DescribeMapRun: describeMapRun(parts),
  DescribeStateMachine: describeStateMachine(parts),
  DescribeStateMachineAlias: describeStateMachineAlias(parts),
  DescribeStateMachineForExecution: describeStateMachineForExecution(parts),
  GetActivityTask: getActivityTask(parts),
  GetExecutionHistory: getExecutionHistory(parts),
  ListActivities: listActivities(parts),
  ListExecutions: listExecutions(parts),
  ListMapRuns: listMapRuns(parts),
  ListStateMachineAliases: listStateMachineAliases(parts),
  ListStateMachineVersions: listStateMachineVersions(parts),
  ListStateMachines: listStateMachines(parts),
  ListTagsForResource: listTagsForResource(parts),
  PublishStateMachineVersion: publishStateMachineVersion(parts),
  RedriveExecution: redriveExecution(parts),
  SendTaskFailure: sendTaskFailure(parts),
  SendTaskHeartbeat: sendTaskHeartbeat(parts),
  SendTaskSuccess: sendTaskSuccess(parts),
  StartExecution: startExecution(parts),
  StartSyncExecution: startSyncExecution(parts),
  StopExecution: stopExecution(parts),
  TagResource: tagResource(parts),
  TestState: testState(parts),
  UntagResource: untagResource(parts),
  UpdateMapRun: updateMapRun(parts),
  UpdateStateMachine: updateStateMachine(parts),
  UpdateStateMachineAlias: updateStateMachineAlias(parts),
  ValidateStateMachineDefinition: validateStateMachineDefinition(),
});

/** Every operation of the Step Functions API that runs here. */
export const operations = (parts: StatesParts): Record<string, Operation> =>
  Object.fromEntries(
    Object.entries(table(parts)).map(([name, operation]) => [name, constrained(name, operation)]),
  );
