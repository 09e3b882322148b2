/**
 * An awareness that takes no part in the room's presence.
 *
 * JupyterLab's provider publishes the user on a connection of its own, and sends every record that it receives back to the
 * server: with n people n squared messages for each move of a cursor. The plan view shows its user on its own connection,
 * so this one only says whether the file is to be saved by itself.
 */
import type { Awareness } from "y-protocols/awareness";

type Emit = (name: string, received: unknown[]) => void;

/** Keep the user out of an awareness, and what others said from being told on. */
export function quiet(awareness: Awareness): void {
  const emit = (awareness.emit as Emit).bind(awareness);
  const setField = awareness.setLocalStateField.bind(awareness);
  const loud = awareness as { emit: Emit; setLocalStateField(name: string, value: unknown): void };
  loud.emit = (name, received) => {
    if (name !== "update" || received[1] === "local") emit(name, received);
  };
  loud.setLocalStateField = (name, value) => {
    if (name !== "user") setField(name, value);
  };
}
