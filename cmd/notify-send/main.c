/* SPDX-License-Identifier: MIT
 * notify-send: the outbox: what lists ask for is queued, what waits is handed out to the gateway once, and
 * what the gateway says is taken back. */
#include "notify.h"

int
main(int argc, char **argv)
{
	const struct tool commands[] = { command_queue, command_out, command_result, { .name = NULL } };
	const struct tool tool = {
		.name = "notify-send",
		.synopsis = "[options] queue --template NAME [FILE ...] | out -o FILE [--again N] | result [FILE ...]",
		.does_en = "queue messages to candidates, hand them out to the gateway once, take back its results",
		.does_zh = "考生短信与邮件: 入队, 一次性交给短信网关, 登记发送结果",
		.commands = commands,
	};

	return tool_main(&tool, argc, argv);
}
