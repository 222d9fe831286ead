import type { Operation } from '../../service.ts';
import { createStateMachine } from './operations/create-state-machine.ts';
import { deleteStateMachine } from './operations/delete-state-machine.ts';
import { describeExecution } from './operations/describe-execution.ts';
import { describeStateMachine } from './operations/describe-state-machine.ts';
import { describeStateMachineForExecution } from './operations/describe-state-machine-for-execution.ts';
import { getExecutionHistory } from './operations/get-execution-history.ts';
import { listExecutions } from './operations/list-executions.ts';
import { listStateMachines } from './operations/list-state-machines.ts';
import { sendTaskFailure } from './operations/send-task-failure.ts';
import { sendTaskHeartbeat } from './operations/send-task-heartbeat.ts';
import { sendTaskSuccess } from './operations/send-task-success.ts';
import { startExecution } from './operations/start-execution.ts';
import { stopExecution } from './operations/stop-execution.ts';
import { updateStateMachine } from './operations/update-state-machine.ts';
import type { StatesParts } from './parts.ts';

/** Every operation of the Step Functions API that runs here. */
export const operations = (parts: StatesParts): Record<string, Operation> => ({
  CreateStateMachine: createStateMachine(parts),
  DeleteStateMachine: deleteStateMachine(parts),
  DescribeExecution: describeExecution(parts),
  DescribeStateMachine: describeStateMachine(parts),
  DescribeStateMachineForExecution: describeStateMachineForExecution(parts),
  GetExecutionHistory: getExecutionHistory(parts),
  ListExecutions: listExecutions(parts),
  ListStateMachines: listStateMachines(parts),
  SendTaskFailure: sendTaskFailure(parts),
  SendTaskHeartbeat: sendTaskHeartbeat(parts),
  SendTaskSuccess: sendTaskSuccess(parts),
  StartExecution: startExecution(parts),
  StopExecution: stopExecution(parts),
  UpdateStateMachine: updateStateMachine(parts),
});
